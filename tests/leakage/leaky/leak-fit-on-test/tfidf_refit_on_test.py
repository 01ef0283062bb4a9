# Sentiment of reviews, bag of words
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

reviews = pd.read_csv("IMDB Dataset.csv")
texts_train, texts_test, y_train, y_test = train_test_split(
    reviews["review"], reviews["sentiment"] == "positive", test_size=0.2, random_state=1234
)

vectorizer = TfidfVectorizer(max_features=5000, stop_words="english")
A = vectorizer.fit_transform(texts_train)
B = vectorizer.fit_transform(texts_test)  # expect: leak-fit-on-test

clf = SGDClassifier(loss="log_loss", random_state=1234).fit(A, y_train)
print("F1", f1_score(y_test, clf.predict(B)))
