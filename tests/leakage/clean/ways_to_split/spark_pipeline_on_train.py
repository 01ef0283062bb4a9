from pyspark.ml import Pipeline
from pyspark.ml.classification import RandomForestClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, StandardScaler, VectorAssembler
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
loans = spark.read.parquet("loans.parquet")
loans.describe().show()
train, test = loans.randomSplit([0.8, 0.2], seed=7)

cols = ["income", "debt", "age"]
stages = [
    Imputer(inputCols=cols, outputCols=cols),
    VectorAssembler(inputCols=cols, outputCol="raw"),
    StandardScaler(inputCol="raw", outputCol="features"),
    RandomForestClassifier(labelCol="default", seed=7),
]
model = Pipeline(stages=stages).fit(train)
print(BinaryClassificationEvaluator(labelCol="default").evaluate(model.transform(test)))
