"""Subject line classifier with a class around the vectoriser."""
import polars as pl
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC


class SubjectLines:
    def __init__(self, path: str):
        table = pl.read_csv(path)
        self.lines = table["subject"].to_list()
        self.labels = table["opened"].to_numpy()
        self.vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))

    def matrix(self):
        return self.vectoriser.fit_transform(self.lines)  # expect: leak-text-vocabulary

    def run(self, seed=0):
        X = self.matrix()
        X_train, X_test, y_train, y_test = train_test_split(X, self.labels, test_size=0.2, random_state=seed)
        svc = LinearSVC(random_state=seed).fit(X_train, y_train)
        return roc_auc_score(y_test, svc.decision_function(X_test))


print(SubjectLines("subjects.csv").run())
