import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline

toxic = pd.read_csv("toxic_comments.csv")
words = Pipeline([("tfidf", TfidfVectorizer()), ("svd", TruncatedSVD(100, random_state=0))])
union = FeatureUnion([("words", words), ("chars", CountVectorizer(analyzer="char", ngram_range=(3, 3)))])
model = Pipeline([("features", union), ("clf", LogisticRegression(max_iter=1000))])
p = cross_val_predict(model, toxic["comment_text"], toxic["toxic"], cv=5, method="predict_proba")[:, 1]
print(roc_auc_score(toxic["toxic"], p))
