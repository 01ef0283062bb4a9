"""Two mistakes in one study: the split cuts through patients, and the features were chosen on all of them."""
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

radiomics = pd.read_csv("radiomics.csv")
print("lesions per patient:", radiomics.groupby("patient_id").size().mean())

X = radiomics.drop(columns=["patient_id", "malignant"])
y = radiomics["malignant"]
X = SelectKBest(f_classif, k=15).fit_transform(X, y)  # expect: leak-supervised-selection-before-split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)  # expect: leak-group-split
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
