-- What a user's own configuration would hold: the plugin's folder on the runtimepath, and nothing else.
vim.opt.runtimepath:prepend(vim.env.AVERMENT_PLUGIN)
