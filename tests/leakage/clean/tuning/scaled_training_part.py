"""Tune an SVR on scaled training rows: the folds only choose, and other rows have the last word."""
import click
import pandas as pd
from scipy.stats import loguniform
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR


@click.command()
@click.option("--data", default="concrete.csv")
@click.option("--iterations", default=40)
def main(data, iterations):
    frame = pd.read_csv(data)
    train, test = train_test_split(frame, test_size=0.2, random_state=17)
    y_train, y_test = train.pop("strength"), test.pop("strength")
    scaler = StandardScaler().fit(train)
    space = {"C": loguniform(1e-1, 1e3), "gamma": loguniform(1e-4, 1e0)}
    search = RandomizedSearchCV(SVR(), space, n_iter=iterations, cv=5, random_state=17)
    search.fit(scaler.transform(train), y_train)
    click.echo(search.best_params_)
    click.echo(f"R2 on the test part: {search.score(scaler.transform(test), y_test):.3f}")


if __name__ == "__main__":
    main()
