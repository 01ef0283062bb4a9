"""A table for the reader, who will choose; nothing in the program does."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("screening.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="ill"), df["ill"], random_state=0)
p = LogisticRegression(max_iter=1000).fit(X_train, y_train).predict_proba(X_test)[:, 1]
for t in np.arange(0.1, 1.0, 0.1):
    called = p >= t
    print(f"{t:.1f}  {precision_score(y_test, called):.2f}  {recall_score(y_test, called):.2f}")
