import re
import string

import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import GridSearchCV, train_test_split


class SentimentModel:
    def __init__(self, path, seed=12):
        self.frame = pd.read_csv(path, encoding="latin-1")
        self.vec = TfidfVectorizer(ngram_range=(1, 2), min_df=3)
        self.svd = TruncatedSVD(200, random_state=seed)
        self.seed = seed

    @staticmethod
    def clean(text):
        text = re.sub(r"http\S+", "", text.lower())
        return text.translate(str.maketrans("", "", string.punctuation))

    def features(self):
        texts = self.frame["text"].apply(self.clean)
        tfidf = self.vec.fit_transform(texts)  # expect: leak-text-vocabulary
        return self.svd.fit_transform(tfidf)  # expect: leak-preprocess-before-cv

    def run(self):
        X = self.features()
        y = self.frame["sentiment"].map({"neg": 0, "pos": 1})
        self.X_tr, self.X_te, self.y_tr, self.y_te = train_test_split(X, y, test_size=0.2, random_state=self.seed)
        grid = GridSearchCV(SGDClassifier(random_state=self.seed), {"alpha": [1e-5, 1e-4, 1e-3]}, cv=5)
        grid.fit(X, y)  # expect: leak-search-on-full-data
        self.model = grid.best_estimator_
        pred = self.model.predict(self.X_te)
        print(classification_report(self.y_te, pred))
        print(confusion_matrix(self.y_te, pred))


if __name__ == "__main__":
    SentimentModel("tweets.csv").run()
