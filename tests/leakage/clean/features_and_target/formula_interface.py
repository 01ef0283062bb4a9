import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

tips = pd.read_csv("tips.csv")
train, test = train_test_split(tips, test_size=0.2, random_state=0)
fitted = smf.ols("tip ~ total_bill + size", data=train).fit()
print(mean_absolute_error(test["tip"], fitted.predict(test)))
