import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

utterances = pd.read_csv("emotion_utterances.csv")
per_speaker = utterances.groupby("speaker_id")["file"].count()
print("utterances per speaker:", per_speaker.min(), "to", per_speaker.max())

X = utterances.filter(like="mfcc_").to_numpy()
y = utterances["emotion"].to_numpy()
model = make_pipeline(StandardScaler(), SVC(C=10))
scores = cross_val_score(model, X, y, cv=StratifiedKFold(10, shuffle=True, random_state=0))  # expect: leak-group-split
print(np.mean(scores))
