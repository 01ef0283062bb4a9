from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
df = spark.read.option("header", True).csv("/mnt/telco.csv", inferSchema=True)
df = df.withColumn("is_new", (F.col("tenure") < 6).cast("int"))
train, test = df.randomSplit([0.8, 0.2], seed=42)
mu, sd = train.select(F.mean("charges"), F.stddev("charges")).first()


def prepare(part):
    part = part.withColumn("charges_z", (F.col("charges") - mu) / sd)
    return VectorAssembler(inputCols=["charges_z", "is_new"], outputCol="features").transform(part)


lr = LogisticRegression(labelCol="churn").fit(prepare(train))
print(BinaryClassificationEvaluator(labelCol="churn").evaluate(lr.transform(prepare(test))))
