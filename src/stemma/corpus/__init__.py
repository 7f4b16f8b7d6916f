"""Whole archives to tables: the stages of Stemma over parts of Arrow batches, resumed where they were stopped.

`parts` are files with markers; `flow` maps, shuffles and gathers stages over them, on any engine; `pipeline` says
which stage follows which; `tables` is what comes out.
"""
