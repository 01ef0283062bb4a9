"""Fine-tuning with care: pinned revisions, a validation part of the training split for the best checkpoint, one test."""

import evaluate
import numpy as np
from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    EarlyStoppingCallback,
    Trainer,
    TrainingArguments,
    set_seed,
)

MODEL, REVISION = "org/small-bert", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
set_seed(0)
reviews = load_dataset("org/reviews", revision="89abcdef0123456789abcdef0123456789abcdef")
tokenizer = AutoTokenizer.from_pretrained(MODEL, revision=REVISION)
reviews = reviews.map(lambda batch: tokenizer(batch["text"], truncation=True), batched=True)
parts = reviews["train"].train_test_split(test_size=0.1, seed=0)
model = AutoModelForSequenceClassification.from_pretrained(MODEL, revision=REVISION, num_labels=2)
accuracy = evaluate.load("accuracy", revision="fedcba9876543210fedcba9876543210fedcba98")


def compute_metrics(answers):
    logits, labels = answers
    return accuracy.compute(predictions=np.argmax(logits, axis=-1), references=labels)


trainer = Trainer(
    model=model,
    args=TrainingArguments("out", eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, seed=0),
    train_dataset=parts["train"],
    eval_dataset=parts["test"],
    data_collator=DataCollatorWithPadding(tokenizer),
    compute_metrics=compute_metrics,
    callbacks=[EarlyStoppingCallback(early_stopping_patience=2)],
)
trainer.train()
print(trainer.evaluate(reviews["test"]))
