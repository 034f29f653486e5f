"""What is learned from examples, by hand and ahead of time; the weights are checked in, the program only reads them."""
