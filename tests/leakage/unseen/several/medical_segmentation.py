"""Slices of CT volumes: each volume gives many rows."""
import glob
import os

import numpy as np
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

feats, labels, patient = [], [], []
for path in sorted(glob.glob("ct/*/*.npy")):
    vol = np.load(path)
    for z in range(vol.shape[0]):
        feats.append(vol[z].reshape(-1))
        labels.append(int("malignant" in path))
        patient.append(os.path.basename(os.path.dirname(path)))
X, y = np.array(feats), np.array(labels)
groups = np.array(patient)
print(len(set(patient)), "patients,", len(X), "slices")
Z = PCA(n_components=50, random_state=0).fit_transform(X)  # expect: leak-preprocess-before-cv
cv = StratifiedKFold(5, shuffle=True, random_state=0)
p = cross_val_predict(ExtraTreesClassifier(300, random_state=0), Z, y, cv=cv, method="predict_proba")[:, 1]  # expect: leak-group-split
print(roc_auc_score(y, p))
