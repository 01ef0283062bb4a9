import click
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_absolute_error


def matrix(path, label):
    frame = pd.read_csv(path)
    y = frame.pop(label)
    return xgb.DMatrix(frame, label=y), y


@click.command()
@click.argument("folder")
@click.option("--label", default="demand")
def main(folder, label):
    dtrain, _ = matrix(f"{folder}/train.csv", label)
    dvalid, _ = matrix(f"{folder}/valid.csv", label)
    dtest, y_test = matrix(f"{folder}/test.csv", label)
    params = {"objective": "reg:squarederror", "eta": 0.05, "seed": 0}
    booster = xgb.train(params, dtrain, 2000, evals=[(dvalid, "valid")], early_stopping_rounds=30)
    click.echo(mean_absolute_error(y_test, booster.predict(dtest)))


if __name__ == "__main__":
    main()
