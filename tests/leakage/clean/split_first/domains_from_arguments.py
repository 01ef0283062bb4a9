"""Each site is scaled by its own statistics on purpose; the second file is no test of the first."""
import argparse

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

parser = argparse.ArgumentParser()
parser.add_argument("--berlin")
parser.add_argument("--paris")
args = parser.parse_args()
berlin, paris = pd.read_csv(args.berlin), pd.read_csv(args.paris)
cols = ["tsh", "t3", "t4"]
scaler = StandardScaler()
model = LogisticRegression().fit(scaler.fit_transform(berlin[cols]), berlin["sick"])
print("transfer", model.score(scaler.fit_transform(paris[cols]), paris["sick"]))
