"""The process that Spark forks its Python workers from: it imports once what they all need.

Otherwise each new worker spends seconds on imports. The setting `spark.python.daemon.module` names
this module.
"""

from pyspark.daemon import manager

import keyart.scale.spark

if __name__ == "__main__":
    assert keyart.scale.spark
    manager()
