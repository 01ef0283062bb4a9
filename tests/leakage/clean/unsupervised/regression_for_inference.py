"""Statistics, not prediction: coefficients of all rows are what is asked for."""
import pandas as pd
import statsmodels.api as sm

trial = pd.read_csv("trial.csv")
trial["age_centred"] = trial["age"] - trial["age"].mean()
design = sm.add_constant(trial[["dose", "age_centred"]])
result = sm.OLS(trial["response"], design).fit()
print(result.summary())
