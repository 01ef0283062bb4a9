"""Demand forecasting job."""
import sys

from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import GBTRegressor
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F


def main(path):
    spark = SparkSession.builder.appName("demand").getOrCreate()
    sales = spark.read.parquet(path)
    w = Window.partitionBy("store").orderBy("date")
    sales = (
        sales.withColumn("lag_1", F.lag("units", 1).over(w))
        .withColumn("promo_next", F.lead("promo_units", 1).over(w))  # expect: leak-future-feature
        .dropna()
    )
    train = sales.filter(F.col("date") < "2022-01-01")
    test = sales.filter(F.col("date") >= "2022-01-01")
    va = VectorAssembler(inputCols=["lag_1", "promo_next"], outputCol="features")
    model = GBTRegressor(labelCol="units", seed=3).fit(va.transform(train))
    rmse = RegressionEvaluator(labelCol="units").evaluate(model.transform(va.transform(test)))
    print("rmse", rmse)


if __name__ == "__main__":
    main(sys.argv[1])
