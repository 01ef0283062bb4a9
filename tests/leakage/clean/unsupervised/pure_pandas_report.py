import pandas as pd
from sklearn.preprocessing import MinMaxScaler

sales = pd.read_csv("sales.csv", parse_dates=["date"])
monthly = sales.resample("MS", on="date")["amount"].sum()
monthly = monthly.to_frame().assign(
    share=lambda d: d["amount"] / d["amount"].sum(),
    smooth=lambda d: d["amount"].rolling(3, center=True).mean(),
    change=lambda d: d["amount"].pct_change(),
    following=lambda d: d["amount"].shift(-1),
)
monthly["scaled"] = MinMaxScaler().fit_transform(monthly[["amount"]])
monthly.to_excel("report.xlsx")
