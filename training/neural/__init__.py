"""A small neural detector and corrector of wrong characters: training, export, measurement.

    python -m training.neural --data DIR --out model.onnx --minutes 10 --device cuda

Needs torch, onnx, onnxscript and onnxruntime, which nothing that is installed with ``baguan`` asks for.  No neural
model ships at present; ``docs/neural-model.md`` says what this is for and what has been measured.
"""
