/** Prompts and how to generate from them: JSON Lines files, synthesis, sampling. */
package org.inferometer.dataset;
