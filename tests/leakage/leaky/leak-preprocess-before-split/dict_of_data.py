import joblib
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import QuantileTransformer

cfg = {"seed": 11, "test_size": 0.2, "alpha": 0.05}

X, y = load_diabetes(return_X_y=True)
data = {"X": X, "y": y}
data["X"] = QuantileTransformer(n_quantiles=100, random_state=cfg["seed"]).fit_transform(data["X"])  # expect: leak-preprocess-before-split

tr_x, te_x, tr_y, te_y = train_test_split(
    data["X"], data["y"], test_size=cfg["test_size"], random_state=cfg["seed"]
)
lasso = Lasso(alpha=cfg["alpha"])
lasso.fit(tr_x, tr_y)
joblib.dump(lasso, "lasso.joblib")
print("R2:", r2_score(te_y, lasso.predict(te_x)))
