import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

mails = pd.read_csv("enron_spam.csv")
# no vocabulary, no state
X = HashingVectorizer(n_features=2**18, alternate_sign=False).fit_transform(mails["text"])
X_train, X_test, y_train, y_test = train_test_split(X, mails["spam"], test_size=0.2, random_state=5)
clf = SGDClassifier(random_state=5).fit(X_train, y_train)
print(f1_score(y_test, clf.predict(X_test)))
