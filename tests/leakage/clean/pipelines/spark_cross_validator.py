from pyspark.ml import Pipeline
from pyspark.ml.classification import RandomForestClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import StandardScaler, StringIndexer, VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
df = spark.table("prod.leads").dropna(subset=["label"])
df.describe().show()
train, test = df.randomSplit([0.8, 0.2], seed=3)
rf = RandomForestClassifier(seed=3)
pipe = Pipeline(stages=[StringIndexer(inputCol="src", outputCol="si"), VectorAssembler(inputCols=["si", "age"], outputCol="v"), StandardScaler(inputCol="v", outputCol="features"), rf])
grid = ParamGridBuilder().addGrid(rf.maxDepth, [3, 6]).addGrid(rf.numTrees, [50, 100]).build()
ev = BinaryClassificationEvaluator()
cv = CrossValidator(estimator=pipe, estimatorParamMaps=grid, evaluator=ev, numFolds=4, seed=3)
best = cv.fit(train).bestModel
print(ev.evaluate(best.transform(test)))
