from surprise import SVD, Dataset
from surprise.model_selection import cross_validate
import numpy as np
import pandas as pd

ratings = Dataset.load_builtin("ml-100k")
result = cross_validate(SVD(random_state=0), ratings, measures=["RMSE", "MAE"], cv=5)
print(pd.DataFrame(result).mean(), np.std(result["test_rmse"]))
