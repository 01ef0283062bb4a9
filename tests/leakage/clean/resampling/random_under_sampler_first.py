"""An under-sampler only leaves rows out."""
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard_small.csv")
X, y = RandomUnderSampler(random_state=0).fit_resample(df.drop(columns="Class"), df["Class"])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
print(RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
