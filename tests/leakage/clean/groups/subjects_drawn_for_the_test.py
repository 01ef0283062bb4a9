import glob

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier

eeg = pd.concat([pd.read_csv(f) for f in sorted(glob.glob("eeg/*.csv"))], ignore_index=True)
print(eeg.groupby("subject_id").size().describe())
rng = np.random.default_rng(0)
subjects = eeg["subject_id"].unique()
held = rng.choice(subjects, size=len(subjects) // 5, replace=False)
mask = eeg["subject_id"].isin(held)
feat = [c for c in eeg.columns if c.startswith("band_")]
clf = ExtraTreesClassifier(500, random_state=0).fit(eeg.loc[~mask, feat], eeg.loc[~mask, "sleep_stage"])
print(np.mean(clf.predict(eeg.loc[mask, feat]) == eeg.loc[mask, "sleep_stage"]))
