import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve
from sklearn.model_selection import train_test_split

df = pd.read_csv("fraud_features.csv")
dev, test = train_test_split(df, test_size=0.25, random_state=0, stratify=df["fraud"])
train, valid = train_test_split(dev, test_size=0.25, random_state=0, stratify=dev["fraud"])
cols = df.columns.drop("fraud")

clf = LogisticRegression(max_iter=1000).fit(train[cols], train["fraud"])
precision, recall, thresholds = precision_recall_curve(valid["fraud"], clf.predict_proba(valid[cols])[:, 1])
f1 = 2 * precision * recall / (precision + recall + 1e-12)
threshold = thresholds[np.argmax(f1[:-1])]
print("test F1:", f1_score(test["fraud"], clf.predict_proba(test[cols])[:, 1] >= threshold))
