"""EEG windows: several per subject."""
import glob

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split

frames = [pd.read_csv(f) for f in sorted(glob.glob("eeg/*.csv"))]
eeg = pd.concat(frames, ignore_index=True)
print("windows per subject", eeg.groupby("subject_id").size().describe())
feat = [c for c in eeg.columns if c.startswith("band_")]
Xtr, Xte, ytr, yte = train_test_split(eeg[feat], eeg["sleep_stage"], test_size=0.2, random_state=0)  # expect: leak-group-split
clf = ExtraTreesClassifier(500, random_state=0).fit(Xtr, ytr)
print(np.mean(clf.predict(Xte) == yte))
