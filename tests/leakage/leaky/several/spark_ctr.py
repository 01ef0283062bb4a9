from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier, LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, StandardScaler, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("ctr").getOrCreate()
clicks = spark.read.parquet("s3a://logs/clicks/").withColumn("label", F.col("clicked").cast("double"))
prep = Pipeline(stages=[
    Imputer(inputCols=["price", "dwell"], outputCols=["price_i", "dwell_i"]),
    StringIndexer(inputCol="site", outputCol="site_ix", handleInvalid="keep"),
    VectorAssembler(inputCols=["price_i", "dwell_i", "site_ix"], outputCol="raw"),
    StandardScaler(inputCol="raw", outputCol="features"),
])
ready = prep.fit(clicks).transform(clicks)  # expect: leak-spark-fit-before-split
train, test = ready.randomSplit([0.8, 0.2], seed=13)
auc = BinaryClassificationEvaluator(labelCol="label")
results = {}
for depth in (3, 5, 7):
    m = GBTClassifier(labelCol="label", maxDepth=depth, seed=1).fit(train)
    results[depth] = (auc.evaluate(m.transform(test)), m)
best = max(results, key=lambda d: results[d][0])  # expect: leak-model-selection-on-test
print("AUC of the chosen model", results[best][0])
