import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

class Model:
    def __init__(self, path):
        self.df = pd.read_csv(path)
    def prepare(self):
        df = self.df
        df["area"] = df["area"].fillna(df["area"].mean())  # expect: leak-global-statistic
    def run(self):
        X_train, X_test, y_train, y_test = train_test_split(self.df[["area", "rooms"]], self.df["price"], random_state=1)
        reg = LinearRegression().fit(X_train, y_train)
        print(reg.score(X_test, y_test))
m = Model("x.csv")
m.prepare()
m.run()
