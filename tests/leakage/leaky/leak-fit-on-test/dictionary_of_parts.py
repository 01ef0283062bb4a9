import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("bodyfat.csv")
parts = {}
parts["train"], parts["test"] = train_test_split(frame, test_size=0.3, random_state=0)
y = {name: part.pop("fat") for name, part in parts.items()}
scaler = StandardScaler()
Z = {"train": scaler.fit_transform(parts["train"])}
Z["test"] = scaler.fit_transform(parts["test"])  # expect: leak-fit-on-test
print(Ridge().fit(Z["train"], y["train"]).score(Z["test"], y["test"]))
