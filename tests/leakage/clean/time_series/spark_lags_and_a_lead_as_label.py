from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import GBTRegressor
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("demand").getOrCreate()
sales = spark.read.parquet("sales.parquet")
w = Window.partitionBy("store").orderBy("date")
past = w.rowsBetween(-7, -1)
sales = (
    sales.withColumn("lag_1", F.lag("units", 1).over(w))
    .withColumn("mean_7", F.avg("units").over(past))
    .withColumn("label", F.lead("units", 1).over(w))
    .dropna()
)
train = sales.filter(F.col("date") < "2022-01-01")
test = sales.filter(F.col("date") >= "2022-01-01")
va = VectorAssembler(inputCols=["lag_1", "mean_7"], outputCol="features")
model = GBTRegressor(labelCol="label", seed=3).fit(va.transform(train))
print(RegressionEvaluator(labelCol="label").evaluate(model.transform(va.transform(test))))
