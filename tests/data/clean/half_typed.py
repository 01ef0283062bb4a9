import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv(
scaler = StandardScaler(
X_train, X_test = train_test_split(df.
