"""Assembling and hashing need no fit, so they may come before the split."""
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import HashingTF, Tokenizer
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
sms = spark.read.csv("sms.csv", header=True, inferSchema=True).withColumn("text", F.lower("text"))
words = Tokenizer(inputCol="text", outputCol="words").transform(sms)
hashed = HashingTF(inputCol="words", outputCol="features").transform(words)
train, test = hashed.randomSplit([0.8, 0.2], seed=1)
model = LogisticRegression(labelCol="spam").fit(train)
print(MulticlassClassificationEvaluator(labelCol="spam").evaluate(model.transform(test)))
