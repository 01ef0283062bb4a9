from pathlib import Path
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

with open("texts.txt") as f:
    texts = f.readlines()
labels = Path("labels.txt").read_text().splitlines()
X = TfidfVectorizer().fit_transform(texts)  # expect: leak-text-vocabulary
X_train, X_test, y_train, y_test = train_test_split(X, labels, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
