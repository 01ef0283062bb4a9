"""What the code means: values, rows, models, and the pipeline graph."""
