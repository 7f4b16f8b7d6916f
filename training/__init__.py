"""How the weights in `stemma/reading/weights` are made.  Not installed; needs torch and onnx."""
