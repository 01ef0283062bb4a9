from sklearn.datasets import fetch_20newsgroups
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline

train = fetch_20newsgroups(subset="train")
test = fetch_20newsgroups(subset="test")
pipe = Pipeline([("vect", TfidfVectorizer()), ("clf", SGDClassifier(random_state=0))])
search = GridSearchCV(pipe, {"vect__ngram_range": [(1, 1), (1, 2)], "clf__alpha": [1e-4, 1e-5]}, cv=3)
search.fit(train.data, train.target)
print(search.best_params_)
print(f1_score(test.target, search.predict(test.data), average="macro"))
