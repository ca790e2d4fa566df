# %% [markdown] row="A19"
# # A picture that tells who reads when
#
# A request to the student's own server whenever somebody looks at the answer.

# %% [markdown] cell="essay"
# ![](http://tracker.example/pixel.png) [![](https://tracker.example/b.png)](https://a.example)
#
# | a |
# |---|
# | ![](//tracker.example/c.png) |

# %% [markdown] before="clamp"
# > - ![](https://tracker.example/d.png)
