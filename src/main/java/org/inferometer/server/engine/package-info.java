/** The forward pass of GPT-2 and Llama-like models on the processor, for a batch of sequences. */
package org.inferometer.server.engine;
