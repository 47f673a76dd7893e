/**
 * Prompts: where they are from, in what order they are asked and what stands before them, the same
 * for every stack; and the arguments with which answers are generated.
 */
package org.inferometer.dataset;
