package org.inferometer.load;

/** An expression in one variable, t. */
@FunctionalInterface
interface Function {
  /**
   * Its value at {@code t}: a finite number, or NaN for null. Truth is 1, all but 0 and null is
   * true.
   *
   * @throws IllegalArgumentException if it has no value there, naming the column
   */
  double at(double t);
}
