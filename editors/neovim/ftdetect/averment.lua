vim.filetype.add({ extension = { averment = 'averment' } })
