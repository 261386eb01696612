# Writes one picture in every format and kind that Pillow can, into the folder that is named: python3 pictures.py OUT
import sys
from PIL import Image, ImageFilter
out=sys.argv[1]
def base(w,h):
    im=Image.new('RGB',(w,h))
    im.putdata([((x*255)//max(1,w-1),(y*255)//max(1,h-1),((x*7+y*13)%256)) for y in range(h) for x in range(w)])
    return im.filter(ImageFilter.GaussianBlur(2))
im=base(131,97)
g=im.convert('L'); p=im.quantize(200); one=g.convert('1'); rgba=im.copy(); rgba.putalpha(g); la=g.copy(); la.putalpha(g)
cmyk=im.convert('CMYK'); i16=Image.new('I;16',im.size); i16.putdata([(v*257)%65536 for v in g.getdata()])
def sv(i,n,**k):
    try: i.save(out+'/'+n,**k)
    except Exception: pass  # not every Pillow writes everything
for c in (None,'tiff_lzw','tiff_adobe_deflate','packbits','jpeg'):
    for n,i in (('rgb',im),('g',g),('p',p),('1',one),('rgba',rgba),('la',la),('cmyk',cmyk),('i16',i16)):
        sv(i,'t_%s_%s.tif'%(n,c),compression=c)
for c in ('group3','group4','tiff_ccitt'): sv(one,'t_1_%s.tif'%c,compression=c)
sv(im.convert('YCbCr'),'t_ycc.tif'); sv(im.convert('YCbCr'),'t_yccj.tif',compression='jpeg')
for o in range(1,9):
    e=Image.Exif(); e[0x112]=o
    sv(im,'o%d.jpg'%o,exif=e.tobytes(),quality=95); sv(im,'o%d.webp'%o,exif=e.tobytes(),lossless=True); sv(im,'o%d.png'%o,exif=e.tobytes()); sv(im,'o%d.tif'%o,exif=e)
for s in (0,1,2): sv(im,'s%d.jpg'%s,subsampling=s); sv(im,'sp%d.jpg'%s,subsampling=s,progressive=True)
sv(im,'s440.jpg',quality='web_high'); sv(im,'s411.jpg',subsampling='4:1:1'); sv(g,'g.jpg'); sv(g,'gp.jpg',progressive=True); sv(cmyk,'cmyk.jpg'); sv(cmyk,'cmykp.jpg',progressive=True); sv(im,'opt.jpg',optimize=True)
for n,i in (('rgb',im),('g',g),('p',p),('1',one),('rgba',rgba),('la',la),('i16',i16)): sv(i,n+'.png')
for b in (1,2,4): sv(im.quantize(2**b),'p%d.png'%b,bits=b)
sv(p,'ptrns.png',transparency=3); sv(g,'gtrns.png',transparency=30); sv(im,'trns.png',transparency=(1,2,3))
sv(im,'a.png',save_all=True,append_images=[im.transpose(0)])
sv(im,'l.webp'); sv(im,'ll.webp',lossless=True); sv(rgba,'a.webp'); sv(rgba,'all.webp',lossless=True); sv(im,'anim.webp',save_all=True,append_images=[im.transpose(0)])
sv(p,'p.gif'); sv(p,'pt.gif',transparency=5); sv(g,'g.gif'); sv(p,'anim.gif',save_all=True,append_images=[im.transpose(0).quantize(100)]); sv(p,'i.gif',interlace=1)
for n,i in (('rgb',im),('g',g),('p',p),('1',one),('rgba',rgba)): sv(i,n+'.bmp')
for n,i in (('rgb',im),('g',g),('1',one)): sv(i,n+'.ppm')
for n,i in (('rgb',im),('g',g),('p',p),('rgba',rgba)): sv(i,n+'.tga'); sv(i,n+'rle.tga',compression='tga_rle')
for n,i in (('rgb',im),('g',g),('rgba',rgba),('la',la)): sv(i,n+'.jp2'); sv(i,n+'l.jp2',irreversible=True,quality_layers=[20]); 
sv(im,'x.j2k'); sv(rgba,'x.ico',sizes=[(16,16),(64,64)])
sv(rgba,'xb.ico',sizes=[(16,16),(64,64)],bitmap_format='bmp')
