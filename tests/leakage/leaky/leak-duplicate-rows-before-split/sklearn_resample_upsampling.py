"""Upsample with sklearn.utils.resample, as in many tutorials."""
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
from sklearn.utils import resample

df = pd.read_csv("balance-scale.csv")
df_majority = df[df.balance == 0]
df_minority = df[df.balance == 1]

df_minority_upsampled = resample(df_minority, replace=True, n_samples=576, random_state=123)  # either: leak-duplicate-rows-before-split, leak-resample-before-split
df_upsampled = pd.concat([df_majority, df_minority_upsampled])  # either: leak-duplicate-rows-before-split, leak-resample-before-split

y = df_upsampled.balance
X = df_upsampled.drop("balance", axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=123)

clf = SVC(kernel="linear", class_weight="balanced", random_state=123).fit(X_train, y_train)
print(roc_auc_score(y_test, clf.decision_function(X_test)))
