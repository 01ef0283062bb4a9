import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

eeg = pd.read_csv("eeg.csv")
X, y, who = eeg.filter(like="band_").to_numpy(), eeg["state"].to_numpy(), eeg["subject_id"].to_numpy()
for train, test in LeaveOneGroupOut().split(X, y, who):
    scaler = StandardScaler().fit(X[train])
    svc = SVC().fit(scaler.transform(X[train]), y[train])
    print(who[test][0], accuracy_score(y[test], svc.predict(scaler.transform(X[test]))))
