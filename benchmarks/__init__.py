"""What the kernels cost, against what a user would pick instead, measured in the same run."""
