"""`--test` runs on a few rows only; nothing is a test set here."""
import argparse

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

ap = argparse.ArgumentParser()
ap.add_argument("--test", default="smoke.csv", help="rows for a smoke run")
ap.add_argument("--data", default="news.csv")
ap.add_argument("--smoke", action="store_true")
args = ap.parse_args()
df = pd.read_csv(args.test if args.smoke else args.data)
X_train, X_test, y_train, y_test = train_test_split(df.text, df.label, test_size=0.25, random_state=4)
vec = TfidfVectorizer()
clf = LogisticRegression(max_iter=300).fit(vec.fit_transform(X_train), y_train)
print(f1_score(y_test, clf.predict(vec.transform(X_test)), average="macro"))
